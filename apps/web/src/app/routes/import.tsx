import type { RouteObject } from "react-router";

/** Outils → Import/export, Importer des contacts. */
export const importRoutes: RouteObject[] = [];
