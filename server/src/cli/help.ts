/** What `--help` prints. */

export const OVERVIEW = `tcsim: see what a failure does to a Terracotta cluster before it happens

Usage: tcsim COMMAND [OPTIONS] FILES|FOLDERS…

Commands:
  check   report what is wrong with scenarios
  run     simulate scenarios and judge their expectations
  fmt     format scenario files
  import  turn a tc-config.xml or an ehcache.xml into a scenario file

A folder stands for every .tcsim file in it and below; - is standard input.
tcsim COMMAND --help tells more; --version prints the version.

Exit codes: 0 all held · 1 violated, or too many warnings · 2 invalid input or
usage · 3 inconclusive
`;

const COMMON = `      --output FILE        write the result there instead of standard output
      --config FILE        severities of rules from this file; without it from the
                           nearest tcsim.json, in the folder of a checked file or
                           above it
      --no-config          every rule with its own severity
      --quiet              print only what is wrong
      --color              colours even where the output is not a terminal
                           (NO_COLOR switches them off)
      --help               print this
`;

export const CHECK_HELP = `Usage: tcsim check [OPTIONS] FILES|FOLDERS…

Reports syntax errors, unknown names, wrong units and known misconfigurations,
one line each: file:line:column: severity code: message. A tc-config.xml or an
ehcache.xml that is named is checked, too.

Options:
      --format text|json|sarif
                           how to print the result (text); SARIF 2.1.0 is for code
                           scanning
      --fix                make in the files every fix that leaves nothing to decide
      --max-warnings N     fail when there are more warnings than N
${COMMON}
Exit codes: 0 no errors (there may be warnings) · 1 more warnings than
--max-warnings allows · 2 errors, or invalid usage
`;

export const RUN_HELP = `Usage: tcsim run [OPTIONS] FILES|FOLDERS…

Simulates every scenario and judges its expectations. The timeline is printed
when there is one run only; the runs of a scenario with "for" are compared in a
table. Files with errors are reported and not run; the others are.

Options:
      --scenario NAME      only the scenarios of that name
      --seed N             another seed than the scenario's
      --logs[=NODE,…]      print what the products log, of all nodes or of some
      --html FILE          write the timelines as one page that needs nothing else
      --svg FILE           write the timeline as a picture; of several runs,
                           FILE gets a number each
      --format text|json|junit
                           how to print the result (text); JUnit XML is for build
                           servers
${COMMON}
Exit codes: 0 all held · 1 violated · 2 invalid input or usage · 3 inconclusive
`;

export const FMT_HELP = `Usage: tcsim fmt [OPTIONS] FILES|FOLDERS…

Formats scenario files in place and prints the names of those that changed.
With - it reads standard input and writes standard output.

Options:
      --check              change nothing; list the files that are not formatted
      --quiet              print nothing but errors
      --help               print this

Exit codes: 0 done · 1 --check found unformatted files · 2 files with errors,
which are left as they are, or invalid usage
`;

export const IMPORT_HELP = `Usage: tcsim import [OPTIONS] [NAME=]FILE…

Turns configuration files into the declarations of one scenario file: a
tc-config.xml of Terracotta 3.x or 4.x becomes a cluster, an ehcache.xml of
Ehcache 2.x a client. NAME is what it is called; without it the file's name.
What has no effect on a failure is left out and listed in a comment.

Options:
  -o, --output FILE        write there instead of standard output; a file that
                           exists is not overwritten
      --quiet              print only errors
      --color              colours even where the output is not a terminal
                           (NO_COLOR switches them off)
      --help               print this

Exit codes: 0 done · 2 a file with errors, or invalid usage
`;
