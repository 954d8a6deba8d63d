/** The little of Babel that vite.lingui.ts uses; Babel 7 ships no types. */
declare module "@babel/core" {
  interface Node {
    type: string;
    value?: unknown;
    key?: Node;
    name?: Node & string;
    expression?: Node;
    leadingComments?: { value: string }[] | null;
  }
  interface Visited {
    node: Node;
    parent: Node;
  }
  interface Types {
    isIdentifier(node: unknown, shape: { name: string }): boolean;
    isStringLiteral(node: unknown): node is Node & { value: string };
    isJSXExpressionContainer(node: unknown): node is Node & { expression: Node };
    jsxExpressionContainer(node: Node): Node;
    valueToNode(value: unknown): Node;
  }
  type Visitors = Record<string, (path: Visited) => void>;
  type Plugin = (babel: { types: Types }) => {
    visitor: { Program: { exit(program: { traverse(visitors: Visitors): void }): void } };
  };
  function transformAsync(
    code: string,
    options: {
      filename: string;
      babelrc: boolean;
      configFile: boolean;
      sourceMaps: boolean;
      parserOpts: { plugins: string[] };
      plugins: (string | Plugin | [string, Record<string, unknown>])[];
    },
  ): Promise<{ code?: string; map?: object } | null>;
}
