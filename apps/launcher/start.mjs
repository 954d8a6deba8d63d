import { join } from "node:path";
import { runApplication, stopLeftDatabase } from "./application.mjs";
import { orFail, root } from "./shared.mjs";
import { ensureToolchain } from "./toolchain.mjs";
import { ensureWebBuild } from "./web-build.mjs";

const { node, env } = await orFail(async () => {
  const toolchain = await ensureToolchain();
  if (process.env.ROLE !== "worker") await ensureWebBuild(toolchain);
  return toolchain;
});

runApplication(node, [join(root, "apps/api/src/main.ts")], env, () => stopLeftDatabase(node, env));
