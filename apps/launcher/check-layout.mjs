import { readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { filesOf, root } from "./shared.mjs";

// The rules of the architecture that no other tool checks: sizes, names, and code that knows one type of question.

const longest = 300;
const trees = ["apps", "packages", "prisma", "e2e", "bench"];
const checked = /\.(ts|tsx|mjs|css)$/;

/** One room for each in every tree: the glossary, and what every application has. */
const nouns = [
  ..."installation session user organisation view contact opportunity pipeline action interaction question selection template message".split(
    " ",
  ),
  ..."campaign form submission bin bulk anonymisation consent theme file import export export-template report saved-report audit setting layout merge notification health home duplicate validity live handover board".split(
    " ",
  ),
];
const word = "[a-z0-9]+(-[a-z0-9]+)*";
const names = [
  {
    of: /^apps\/api\/src\/features\/([^/]+)\//,
    shape: new RegExp(`^${word}(\\.(routes|service|queries|view|jobs|changes|fields|token|schema))?(\\.test)?\\.ts$`),
    said: "<nom>.<routes|service|queries|view|jobs|…>.ts",
  },
  {
    of: /^apps\/web\/src\/features\/([^/]+)\//,
    shape: new RegExp(`^(${word}(\\.(queries|fields|words))?(\\.test)?\\.tsx?|${word}\\.module\\.css|[a-z]{2}\\.po)$`),
    said: "<nom>.queries.ts, <nom-composant>.tsx ou <nom>.module.css",
  },
  {
    of: /^(apps|packages|prisma|e2e|bench)\//,
    shape: new RegExp(`^${word}(\\.[a-z0-9-]+)*\\.(ts|tsx|mjs|css)$`),
    said: "mots en minuscules, séparés par des tirets",
  },
];

/** What is wrong with the files below `folder`: a line for each, with its place. */
export function layoutErrors(folder) {
  const files = trees.flatMap((tree) => filesOf(join(folder, tree))).filter((file) => checked.test(file));
  const types = fieldTypeNames(folder);
  return files.flatMap((file) => {
    const path = relative(folder, file).split(sep).join("/");
    const text = readFileSync(file, "utf8");
    return [...sizeErrors(text), ...nameErrors(path), ...sourceErrors(path, text, types)].map(
      (error) => `${path}${error}`,
    );
  });
}

function sizeErrors(text) {
  // Blank lines and comments explain; they are no reason to split.
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^\s*(\/\/|\/?\*)/.test(line)).length;
  return lines > longest ? [`: ${lines} lignes, ${longest} au plus : à partager`] : [];
}

function nameErrors(path) {
  const rule = names.find(({ of }) => of.test(path));
  const noun = rule?.of.exec(path)?.[1];
  return [
    ...(path.includes("/features/") && noun && !nouns.includes(noun)
      ? [`: « ${noun} » n'est pas un nom du glossaire`]
      : []),
    ...(rule && !rule.shape.test(basename(path)) ? [`: nom de fichier attendu : ${rule.said}`] : []),
  ];
}

/** The names of the field types: the folders of the registry. */
function fieldTypeNames(folder) {
  const types = join(folder, "packages/fields/src/types");
  return new Set(filesOf(types).map((file) => relative(types, file).split(sep)[0]));
}

function sourceErrors(path, text, types) {
  if (!/^apps\/(api|web)\/src\/.*\.tsx?$/.test(path) || /\.test\.tsx?$|\/test\//.test(path)) return [];
  const errors = [];
  const source = ts.createSourceFile(
    path,
    text,
    ts.ScriptTarget.Latest,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const report = (node, what) =>
    errors.push(`:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what}`);
  const visit = (node) => {
    if (knowsOneType(node, types))
      report(node, "le code des applications ne connaît aucun type de question : voir le registre (@crm/fields)");
    if (path.startsWith("apps/api/src/") && !/^apps\/api\/src\/(main|admin)\.ts$/.test(path) && isConsole(node))
      report(node, "console : l'API écrit dans son journal");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return errors;
}

const isConsole = (node) => ts.isCallExpression(node) && /^console\.(log|info|debug)$/.test(node.expression.getText());

const equalities = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** `question.type === "date"`, `switch (type) { case "date": … }`, `["date"].includes(question.type)` and the like. */
function knowsOneType(node, types) {
  const named = (expression) => ts.isStringLiteralLike(expression) && types.has(expression.text);
  if (ts.isBinaryExpression(node) && equalities.has(node.operatorToken.kind)) {
    return (isType(node.left) && named(node.right)) || (isType(node.right) && named(node.left));
  }
  if (ts.isSwitchStatement(node)) {
    return (
      isType(node.expression) &&
      node.caseBlock.clauses.some((clause) => ts.isCaseClause(clause) && named(clause.expression))
    );
  }
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "includes"
  ) {
    const list = node.expression.expression;
    return node.arguments.some(isType) && ts.isArrayLiteralExpression(list) && list.elements.some(named);
  }
  return false;
}

/** `type` or `….type`, whatever surrounds it. */
function isType(expression) {
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression) || ts.isNonNullExpression(expression))
    return isType(expression.expression);
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text === "type";
  return ts.isIdentifier(expression) && expression.text === "type";
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const errors = layoutErrors(root);
  for (const error of errors) console.error(error);
  if (errors.length > 0) console.error(`\n${errors.length} écart(s) aux règles de l'architecture`);
  process.exitCode = errors.length > 0 ? 1 : 0;
}
