import { fileURLToPath } from "node:url";
import { type Plugin as BabelPlugin, type Node, transformAsync } from "@babel/core";
import { createCompiledCatalog } from "@lingui/cli/api";
import { formatter } from "@lingui/format-po";
import type { Plugin } from "vite";

// The macros look for their configuration from the folder the process was started in: tests start at the root.
process.env["LINGUI_CONFIG"] ??= fileURLToPath(new URL("./lingui.config.ts", import.meta.url));

/** Messages compiled to what Lingui interpolates, so that no message parser travels to the browser. */
function compiled(messages: Record<string, string>): Record<string, unknown> {
  const { source, errors } = createCompiledCatalog("fr", messages, { namespace: "json" });
  if (errors[0]) throw errors[0].error;
  return (JSON.parse(source) as { messages: Record<string, unknown> }).messages;
}

/** `message: "Bonjour {name}"` → `message: ["Bonjour ", ["name"]]`, after the macros have run. */
const precompile: BabelPlugin = ({ types }) => ({
  visitor: {
    Program: {
      exit(program) {
        const tokens = (text: string): Node => types.valueToNode(compiled({ text })["text"]);
        program.traverse({
          ObjectProperty({ node, parent }) {
            const marked = parent.leadingComments?.some((comment) => comment.value.replace("*", "").trim() === "i18n");
            if (marked && types.isIdentifier(node.key, { name: "message" }) && types.isStringLiteral(node.value))
              node.value = tokens(node.value.value);
          },
          JSXAttribute({ node }) {
            if (node.name?.name !== "message") return;
            const value = types.isJSXExpressionContainer(node.value) ? node.value.expression : node.value;
            if (types.isStringLiteral(value)) node.value = types.jsxExpressionContainer(tokens(value.value));
          },
        });
      },
    },
  },
});

/** Lingui without its own bundler plugin: macros through Babel, catalogs (`*.po`) compiled when imported. */
export function lingui(): Plugin {
  const po = formatter({ lineNumbers: false });
  return {
    name: "crm:lingui",
    enforce: "pre",
    async transform(code, id) {
      const file = id.split("?")[0] ?? id;
      if (file.endsWith(".po")) {
        const catalog = await po.parse(code, { locale: undefined, sourceLocale: "fr", filename: file });
        const messages = Object.entries(catalog).flatMap(([key, { translation }]) =>
          translation ? [[key, translation]] : [],
        );
        return {
          code: `export default ${JSON.stringify(compiled(Object.fromEntries(messages)))}`,
          map: null,
          moduleType: "js",
        };
      }
      if (!/\.tsx?$/.test(file) || file.includes("node_modules") || !/@lingui\/(core|react)\/macro/.test(code))
        return null;
      const result = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: file.endsWith("x") ? ["typescript", "jsx"] : ["typescript"] },
        plugins: [["@lingui/babel-plugin-lingui-macro", { descriptorFields: "message" }], precompile],
      });
      return result?.code ? { code: result.code, map: result.map as never } : null;
    },
  };
}
