/** Configurations that a server refuses to start with: so does everything that reads them here. */
import { analyse } from '../../server/src/index.ts';
import { COMMITS, type DirectCase, equal } from '../case.ts';

const START_UP = `${COMMITS.platform511} dynamic-config/testing/integration-tests/src/test/java/org/terracotta/dynamic_config/system_tests/diagnostic/NodeStartupIT.java`;

/** Code and message of the first error. */
function refusal(text: string): string {
  const found = analyse(text, 'case.tcsim').diagnostics.find(({ severity }) => severity === 'error');
  return found === undefined ? 'accepted' : `${found.code} ${found.message} ${found.help}`;
}

const clusterWith = (lines: string, server = 'server s1, s2'): string =>
  `cluster orders {\n  product terracotta 11.1\n  ${lines}\n  ${server}\n}\n`;

export const CONFIGURATION_CASES: readonly DirectCase[] = [
  {
    id: 'C01',
    title: 'a failover-priority that is none',
    area: 'Configuration',
    source: `${START_UP} testFailedStartupCliParams_invalidFailoverPriority`,
    expected:
      "failover-priority blah: the server stops, and says that it should be availability, consistency or consistency:N. (Here the text is refused, in words of the editor's own.)",
    simulate: () => [
      equal(
        'failover-priority blah',
        refusal(clusterWith('failover-priority blah')),
        'TCS004 `failover-priority`: `blah` is not one of the values it can have. It can be `availability`, `consistency`.',
      ),
      equal(
        'consistency:-1',
        refusal(clusterWith('failover-priority consistency:-1')),
        'TCS005 `failover-priority`: `-1` is out of range. It must be from 0 to 1000.',
      ),
    ],
  },
  {
    id: 'C02',
    title: 'a port that is none',
    area: 'Configuration',
    source: `${START_UP} testFailedStartupConfigFile_invalidPort`,
    expected: 'A port out of range in the file: the server stops, because it must be an integer between 1 and 65535.',
    simulate: () => {
      const text = clusterWith('failover-priority availability', 'server s1 { tsa-port 94100 }');
      return [equal('port 94100', refusal(text).slice(0, 6), 'TCS005')];
    },
  },
  {
    id: 'C03',
    title: 'a configuration file that does not exist',
    area: 'Configuration',
    source: `${START_UP} testFailedStartupConfigFile_nonExistentFile`,
    expected: 'The file is absent: Failed to read config file. (Here the import of the file is refused.)',
    simulate: () => [
      equal('import of an absent file', refusal('import "absent.properties" as orders\n').slice(0, 6), 'TCS007'),
    ],
  },
];
