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
const TEMPLATE = /<%|\{\{|\{%|<#\w|^[ \t]*#(?:if|foreach|set|end|parse)\b/m;

/** The first sign by which a text is a template of a file, and no file yet; undefined where nothing speaks for it. */
export function templateSign(text: string): string | undefined {
  return TEMPLATE.exec(text)?.[0].trim();
}
