/** What a person may do. Those of `crmPermissions` come only with the « administrateur » box (guide 5). */
export const crmPermissions = [
  "crm:use",
  "contact:read",
  "contact:write",
  "opportunity:read",
  "opportunity:write",
  "import:run",
  "export:run",
  "report:read",
  "form:write",
] as const;
export const permissions = [...crmPermissions, "user:write", "configuration:write", "setting:write"] as const;
export type Permission = (typeof permissions)[number];

/** How far a person sees: records he follows, those of his organisation, or all. */
export type Scope = "own" | "organisation" | "all";

/** Records whose visibility depends on the scope. */
export type ScopedRecord = "contact" | "opportunity" | "action" | "import" | "export" | "submission";

/** Who may call an endpoint: anyone, anyone signed in, or the holders of a permission. */
export type Access = "public" | "signed-in" | Permission;

const sales: readonly Permission[] = [
  "crm:use",
  "contact:read",
  "contact:write",
  "opportunity:read",
  "opportunity:write",
  "import:run",
  "export:run",
  "report:read",
];

/** The three profiles of the application, on screen « Commercial », « Manager », « Gestionnaire ». */
export const profiles = {
  salesperson: { scope: "own", permissions: sales },
  manager: { scope: "organisation", permissions: sales },
  admin: { scope: "all", permissions },
} as const satisfies Record<string, { scope: Scope; permissions: readonly Permission[] }>;

export type Profile = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as [Profile, ...Profile[]];

/** The permissions of a user: his profile's, without the CRM ones when the « administrateur » box is not ticked. */
export function permissionsOf(user: { profile: Profile; crmAccess: boolean }): Permission[] {
  const crm: readonly Permission[] = crmPermissions;
  return profiles[user.profile].permissions.filter((permission) => user.crmAccess || !crm.includes(permission));
}
