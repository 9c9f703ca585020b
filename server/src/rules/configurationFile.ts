/** The nearest one counts, from the folder of the checked file upwards; it is not combined with those above it. */
export const CONFIGURATION_FILE = 'tcsim.json';
