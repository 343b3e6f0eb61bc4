/** Writes the site's pages: those of the repository as they are, the files that they link to, and the API. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { Application, Converter, DeclarationReflection, type Reflection, ReflectionKind } from 'typedoc';
import { named, pages, placeOf, repository, sourcePage, sourceText, written } from './links.js';

const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');

function write(path: string, text: string): string {
  const file = join(written, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

export async function writePages(): Promise<void> {
  rmSync(written, { recursive: true, force: true });
  for (const page of pages) write(placeOf(page), textOf(page));
  for (const path of named('image')) write(`public/${path}`, textOf(path));
  for (const path of named('source')) write(sourcePage(path), sourceText(path));
  await writeApi();
}

/** What users import, such as `backproof/verify`, and the file of the source that it is. */
function subpaths(): ReadonlyMap<string, string> {
  const { exports } = JSON.parse(textOf('package.json')) as {
    exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  return new Map(
    Object.entries(exports).flatMap(([subpath, target]) =>
      typeof target === 'string'
        ? []
        : [
            [
              subpath.replace('.', 'backproof'),
              target.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, 'src/$1.ts'),
            ] as const,
          ],
    ),
  );
}

/** TypeDoc names a module by its file: one stands for each subpath, with the first comment of the file it is. */
function writeEntry([subpath, source]: readonly [string, string]): string {
  const text = textOf(source);
  const comment = /^\/\*\*\s*(?:`[^`]+`: )?(.*?)\s*\*\//s.exec(text)?.[1] ?? '';
  const sentence = comment.charAt(0).toUpperCase() + comment.slice(1);
  const path = `entries/${subpath}.ts`;
  const from = relative(dirname(join(written, path)), join(repository, source)).replace(/\.ts$/, '.js');
  return write(path, `/**\n * ${sentence}\n * @module ${subpath}\n */\nexport * from '${from}';\n`);
}

/** The API's pages, for the sidebar. */
export const modules = (): { text: string; link: string }[] =>
  [...subpaths().keys()].map((text) => ({
    text,
    link: existsSync(join(written, 'api', `${text}.md`)) ? `/api/${text}.html` : `/api/${text}/`,
  }));

/** A member about which a class says what the class that it extends says: over a hundred ops have the same ones. */
function repeats(member: Reflection): boolean {
  if (!(member instanceof DeclarationReflection)) return false;
  const { inheritedFrom, overwrites } = member;
  return (
    inheritedFrom !== undefined || (overwrites !== undefined && said(member) === said(overwrites.reflection))
  );
}

const said = (member: Reflection | undefined): string =>
  member instanceof DeclarationReflection
    ? [member, ...(member.signatures ?? [])].map(({ comment }) => JSON.stringify(comment?.summary)).join()
    : '';

async function writeApi(): Promise<void> {
  const entryPoints = [...subpaths()].map(writeEntry);
  const options: Readonly<Record<string, unknown>> = {
    entryPoints,
    tsconfig: join(repository, 'site/tsconfig.api.json'),
    plugin: ['typedoc-plugin-markdown'],
    // The source is checked by the newer compiler of the repository.
    skipErrorChecking: true,
    readme: 'none',
    name: 'The API',
    disableSources: true,
    logLevel: 'Error',
    outputFileStrategy: 'modules',
    hideBreadcrumbs: true,
    hidePageHeader: true,
    parametersFormat: 'table',
    sanitizeComments: true,
    useHTMLEncodedBrackets: true,
    entryFileName: 'index',
    out: join(written, 'api'),
  };
  const app = await Application.bootstrapWithPlugins(options);
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    const members = project.getReflectionsByKind(ReflectionKind.ClassMember);
    for (const member of members.filter(repeats)) project.removeReflection(member);
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc found no API');
  await app.generateOutputs(project);
}
