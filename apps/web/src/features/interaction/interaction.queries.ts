import { fileApi, type InteractionKind, type InteractionView, interactionApi, type Request } from "@crm/contract";
import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

const keys = { lists: (opportunityId: string) => ["interaction", "list", opportunityId] as const };

/** The exchanges about an opportunity, page after page, latest first; the first page brings the counts. */
export const interactionList = (opportunityId: string, kind?: InteractionKind) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists(opportunityId), kind ?? "all"],
    queryFn: ({ pageParam, signal }) =>
      call(interactionApi.list, { params: { id: opportunityId }, query: { kind, after: pageParam, size: 20 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** A command on exchanges; their lists, and the timelines that tell it, are read again. */
function useChanging<Input, Output>(opportunityId: string, change: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all(
        [
          keys.lists(opportunityId),
          ["opportunity", "card", opportunityId],
          ["opportunity", "timeline", opportunityId],
          ["contact", "card"],
        ].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}

/** An exchange as a form gives it: the attachment is an id already kept, or a file still to be sent. */
export interface Written {
  kind: InteractionKind;
  heldAt: string | undefined;
  text: string;
  attachment: File | { id: string } | null;
}

/** The attachment is kept first: what it refuses leaves no exchange without it. */
async function kept({ kind, heldAt, text, attachment }: Written) {
  const fileId = attachment instanceof File ? (await upload(attachment)).id : (attachment?.id ?? null);
  return { kind, text, fileId, ...(heldAt === undefined ? {} : { heldAt }) };
}

const upload = (file: File) =>
  call(fileApi.upload, { query: { name: file.name.slice(-255), purpose: "attachment" }, body: file });

export const useCreateInteraction = (opportunityId: string) =>
  useChanging(opportunityId, async (written: Written) => {
    const body: Request<typeof interactionApi.create>["body"] = await kept(written);
    return call(interactionApi.create, { params: { id: opportunityId }, body });
  });

export const useUpdateInteraction = ({ id, opportunityId }: InteractionView) =>
  useChanging(opportunityId, async ({ version, ...written }: Written & { version: number }) =>
    call(interactionApi.update, { params: { id }, body: { version, ...(await kept(written)) } }),
  );

export const useRemoveInteraction = (opportunityId: string) =>
  useChanging(opportunityId, (id: string) => call(interactionApi.remove, { params: { id } }));

export const useRestoreInteraction = (opportunityId: string) =>
  useChanging(opportunityId, (id: string) => call(interactionApi.restore, { params: { id } }));
