import { fullPath, type FileContent, type Route } from '#shared/api/define-route.ts';
import { failuresOf } from '#shared/api/failures.ts';
import { typeText } from './type-text.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const shapeOf = (content: object | FileContent | null): string => {
  if (content === null) return 'nothing';
  return 'file' in content ? String(content.file) : typeText(content);
};

const part = (title: string, content: object | FileContent | null | undefined): string =>
  content === undefined
    ? ''
    : `<details><summary>${escaped(title)}</summary><pre>${escaped(shapeOf(content))}</pre></details>`;

const headersOf = (route: Route): string =>
  [
    route.creates === true ? '<code>Idempotency-Key</code>: the same key and body again create nothing twice' : '',
    route.versioned === true
      ? '<code>ETag</code>: the version of the record; a change sends it as <code>If-Match</code>'
      : '',
  ]
    .filter((line) => line !== '')
    .map((line) => `<p>${line}.</p>`)
    .join('');

const routeText = (route: Route): string => `<section id="${route.id}">
<h2><a href="#${route.id}"><code>${route.method} ${escaped(fullPath(route))}</code></a></h2>
<p>${escaped(route.summary)}.</p>
<p class="quiet">${route.id}, takes: ${route.permission}</p>
${headersOf(route)}
${part('In the path', route.params)}${part('Query', route.query)}${part('Body', route.body)}
${Object.entries(route.replies)
  .map(([status, reply]) => part(`Answers ${status}`, reply))
  .join('')}
<details><summary>Problems</summary><ul>${[...failuresOf(route)]
  .map(([status, codes]) => `<li>${status}: ${codes.map((code) => `<code>${code}</code>`).join(', ')}</li>`)
  .join('')}</ul></details>
</section>`;

/** The API as a page to read: no script, nothing from elsewhere. */
export const docsPage = (routes: readonly Route[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Pilotlight: the API of this box</title><link rel="stylesheet" href="/docs.css"></head><body>
<h1>The API of this box</h1>
<p>For programs: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1). What is no success is <code>application/problem+json</code>
with a stable <code>code</code>. Lists are read on with <code>after</code>; <code>fields</code> asks for some fields alone.</p>
<nav><ul>${routes.map((route) => `<li><a href="#${route.id}">${escaped(route.summary)}</a></li>`).join('')}</ul></nav>
${routes.map(routeText).join('\n')}
</body></html>
`;

/** Its look, in light and in dark. */
export const DOCS_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin: 2.5rem 0 0.25rem; font-size: 1.1rem; }
h2 a { color: inherit; }
p { margin: 0.25rem 0; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid; }
summary { padding: 0.25rem 0; cursor: pointer; }
`;
