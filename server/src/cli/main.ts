/** The `tcsim` command. */

import { ENGINE } from '../index.ts';
import { check } from './check.ts';
import { EXIT } from './exitCode.ts';
import { fmt } from './fmt.ts';
import { CHECK_HELP, FMT_HELP, IMPORT_HELP, OVERVIEW, RUN_HELP } from './help.ts';
import { importFiles } from './import.ts';
import { checkOptions, fmtOptions, importOptions, runOptions, UsageError } from './options.ts';
import { run } from './run.ts';
import { fileErrorText } from './sources.ts';
import { complain, endQuietlyWithoutReader, say } from './terminal.ts';

interface Command {
  readonly help: string;
  readonly start: (args: readonly string[]) => number | Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  check: { help: CHECK_HELP, start: (args) => check(checkOptions(args)) },
  run: { help: RUN_HELP, start: (args) => run(runOptions(args)) },
  fmt: { help: FMT_HELP, start: (args) => fmt(fmtOptions(args)) },
  import: { help: IMPORT_HELP, start: (args) => importFiles(importOptions(args)) },
};

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    say(COMMANDS[args[0] ?? '']?.help ?? OVERVIEW);
    return EXIT.held;
  }
  if (name === '--version' || name === '-v') {
    say(ENGINE);
    return EXIT.held;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    complain(
      name === '' ? OVERVIEW : `tcsim: there is no command ${name}; it is check, run, fmt or import. Try tcsim --help`,
    );
    return EXIT.invalid;
  }
  if (args.includes('--help') || args.includes('-h')) {
    say(command.help);
    return EXIT.held;
  }
  return attempt(name, () => command.start(args));
}

/** Whatever goes wrong is told in a sentence. A stack trace is shown only to those who ask for it. */
async function attempt(name: string, start: () => number | Promise<number>): Promise<number> {
  try {
    return await start();
  } catch (error) {
    const isFromSystem = error instanceof Error && 'syscall' in error;
    if (error instanceof UsageError) {
      complain(`tcsim ${name}: ${error.message} Try tcsim ${name} --help`);
    } else if (isFromSystem) {
      complain(`tcsim ${name}: ${'path' in error ? `${error.path}: ` : ''}${fileErrorText(error)}`);
    } else {
      const message = error instanceof Error ? error.message : String(error);
      complain(`tcsim ${name}: this is a mistake in tcsim itself: ${message}`);
      complain('Please report it with the scenario. TCSIM_DEBUG=1 shows where it happened.');
      if (process.env.TCSIM_DEBUG !== undefined && error instanceof Error) {
        complain(error.stack ?? '');
      }
    }
    return EXIT.invalid;
  }
}

endQuietlyWithoutReader();
// Not process.exit: what was written to a pipe must have time to leave.
process.exitCode = await main(process.argv.slice(2));
