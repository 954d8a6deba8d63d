import { spawn } from "node:child_process";
import { join } from "node:path";
import { orFail, root } from "./shared.mjs";
import { ensureToolchain } from "./toolchain.mjs";

const { node, env } = await orFail(ensureToolchain);
const command = spawn(node, [join(root, "apps/api/src/admin.ts"), ...process.argv.slice(2)], {
  cwd: root,
  env,
  stdio: "inherit",
});
command.once("exit", (code) => process.exit(code ?? 1));
