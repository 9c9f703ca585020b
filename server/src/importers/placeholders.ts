/** Values that stand for others: filled in by the product, by a build or by a container. */

/**
 * `%i`, `%h`, `%(user.home)` of Terracotta; `${name}`; `@name@`; an entity that is not
 * replaced; upper-case words of templates, as `TC_SERVER1`.
 */
const PLACEHOLDER = /%[a-zA-Z(]|\$\{|@[^@\s]+@|&[A-Za-z][\w.-]*;|^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^(PORT|HOST|HOSTNAME)$/;

/** Whether a value is not the real one, so that it must not be taken for a host name, a port or a number. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}
