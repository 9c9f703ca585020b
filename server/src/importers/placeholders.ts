/** Values that stand for others: filled in by the product, by a build or by a container. */

/**
 * `%i`, `%h`, `%(user.home)` of Terracotta; `${name}`, `#{name}`, `$(name)`, `$name`; `@name@`, `__name__`; `{{ name }}` and
 * `<%= name %>` of templates; an entity that is not replaced; upper-case words of templates, as `TC_SERVER1`.
 */
const PLACEHOLDER =
  /%[a-zA-Z(]|[$#%]\{|\$\(|^\$!?[a-zA-Z]|\{[{%]|<%|@[^@\s]+@|^__\w+__$|&[A-Za-z][\w.-]*;|^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^(PORT|HOST|HOSTNAME)$/;

/** Whether a value is not the real one, so that it must not be taken for a host name, a port or a number. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}

/** What only a template has: ERB, JSP and EJS; Jinja, Helm and Handlebars; FreeMarker; Velocity. */
const TEMPLATE = /<%|\{[{%#]|<#\w|^[ \t]*#(?:if|foreach|set|end|parse)\b/m;
/** Those of them that repeat what follows, or leave it out. */
const BLOCK = /\{[%#]|\{\{-?\s*(?:#|if\b|range\b|with\b|end\b)|^[ \t]*#(?:if|foreach)\b/gm;
/** A comment may speak of templates; a text that does so more often is one. */
const MOST_IN_COMMENTS = 20;

/** The first sign by which a text is a template of a file, and no file yet; undefined where nothing speaks for it. */
export function templateSign(text: string): string | undefined {
  return TEMPLATE.exec(text)?.[0].trim();
}

/** The first sign, and its place, by which parts of a text are repeated or left out when the file is made of it. */
export function templateBlock(text: string, isXml: boolean): { sign: string; offset: number } | undefined {
  let passed = 0;
  for (const { 0: sign, index } of text.matchAll(BLOCK)) {
    const offset = index + sign.length - sign.trimStart().length;
    if (!isComment(text, offset, isXml)) return { sign: sign.trim(), offset };
    if (++passed >= MOST_IN_COMMENTS) return undefined;
  }
  return undefined;
}

function isComment(text: string, offset: number, isXml: boolean): boolean {
  if (isXml) return text.lastIndexOf('<!--', offset) > text.lastIndexOf('-->', offset);
  return /^[ \t]*[#!]/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1));
}
