/** `samples/README.md`: every sample, what it shows and what breaks it. Made from the headers of the samples. */
import { type SampleFile, sampleFiles } from './sampleFiles.ts';

export function samplesPage(): string {
  const files = sampleFiles();
  const plan = files.filter(({ name }) => name.startsWith('ha-test-plan/'));
  const numbered = files.filter((file) => !plan.includes(file));
  return `# Samples

<!-- Generated from the headers of the samples by server/src/test/samplesPage.ts. Do not edit. -->

Every sample holds as it is. Change what its last column says, and it is violated: that setting is the reason. Run one with
\`npx tcsim run samples/01-the-active-dies.tcsim\`, or all of them with \`npx tcsim run samples\`.

| Sample | What happens | Behaviours | To break it, change |
| --- | --- | --- | --- |
${numbered.map(row).join('\n')}

## The vendor's test plan

The BigMemory Max High-Availability Guide ends with a test plan for a new installation (["Testing High-Availability
Deployments"](https://documentation.softwareag.com/terracotta/terracotta_43/bigmemory-max/webhelp/bigmemory-max-webhelp/co-terracotta_cluster_tests.html)).
Its cases are here as scenarios, under their numbers. Where the plan promises more than the product keeps, the words say so.
Its cases NT1 and NT4 are pings between machines, before anything of Terracotta runs; they have no scenario. The files from
20 on are what the plan leaves out.

| Sample | Cases | What the plan expects and what happens | Behaviours | To break it, change |
| --- | --- | --- | --- | --- |
${plan.map(planRow).join('\n')}
`;
}

function row(file: SampleFile): string {
  return `| ${link(file)} | ${start(file.words)} | ${file.shows.join(' ')} | ${change(file)} |`;
}

function planRow(file: SampleFile): string {
  return `| ${link(file)} | ${file.tests.join(' ')} | ${cell(file.words)} | ${file.shows.join(' ')} | ${change(file)} |`;
}

function link({ name }: SampleFile): string {
  const title = name.replace(/^.*\//, '').replace('.tcsim', '').replaceAll('-', ' ');
  return `[${title}](${name})`;
}

/** The first sentences, until something has been said. */
function start(words: string): string {
  const sentences = words.split(/(?<=[.?]) /);
  let text = sentences.shift() ?? '';
  while (text.length < 60 && sentences.length > 0) text += ` ${sentences.shift()}`;
  return cell(text);
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function change({ flip: { from, to } }: SampleFile): string {
  return `\`${cell(from)}\` → \`${cell(to)}\``;
}
