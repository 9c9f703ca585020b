/** Outlines, parsed once instead of in every frame. */
const paths = new Map<string, Path2D>();

/** The path of an SVG outline; the same text gives the same path. */
export function pathOf(outline: string): Path2D {
  let path = paths.get(outline);
  if (path === undefined) {
    path = new Path2D(outline);
    paths.set(outline, path);
  }
  return path;
}
