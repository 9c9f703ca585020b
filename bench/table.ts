/** Prints rows under a title; the first column to the left, the others to the right. The first row is the header. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  console.log(`\n${title}`);
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(`  ${cells.join('  ')}`);
  }
}

/** The middle one of some numbers, NaN of none. */
export function median(samples: readonly number[]): number {
  return samples.toSorted((x, y) => x - y)[samples.length >> 1] ?? Number.NaN;
}
