import { contactApi, opportunityApi, type Request, statusOf } from "@crm/contract";
import type { TestUser } from "./test-app.ts";

const nowhere = { status: "open", on: "2026-03-02", reason: "", remindOn: null } as const;
type Change = Omit<Request<typeof opportunityApi.changeStatus>["body"], "from">;

/** Commands as somebody gives them who has just looked at the record: from the state that it is in (if they see it). */
export async function changeStatus(by: Pick<TestUser, "call">, id: string, change: Change) {
  const { status, body } = await by.call(opportunityApi.show, { params: { id } });
  const from = status === 200 ? statusOf(body) : nowhere;
  return by.call(opportunityApi.changeStatus, { params: { id }, body: { ...change, from } });
}

export async function assignOpportunity(by: Pick<TestUser, "call">, id: string, ownerId: string | null) {
  const { body } = await by.call(opportunityApi.show, { params: { id } });
  return by.call(opportunityApi.assign, { params: { id }, body: { from: body.owner?.id ?? null, ownerId } });
}

export async function assignContact(by: Pick<TestUser, "call">, id: string, ownerId: string | null) {
  const { body } = await by.call(contactApi.show, { params: { id } });
  return by.call(contactApi.assign, { params: { id }, body: { from: body.owner?.id ?? null, ownerId } });
}

/** Steps back from the last stage reached; from `none` when there is none. */
export async function stepBack(by: Pick<TestUser, "call">, id: string, none = crypto.randomUUID()) {
  const { body } = await by.call(opportunityApi.show, { params: { id } });
  return by.call(opportunityApi.stepBack, {
    params: { id },
    query: { stageId: body.reached?.at(-1)?.stageId ?? none },
  });
}
