import { type ContactView, consentApi, type Request } from "@crm/contract";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../../lib/api.ts";

export const consentList = (contactId: string) =>
  queryOptions({
    // Under the card's key: whatever changes the contact reads it again.
    queryKey: ["contact", "card", contactId, "consents"],
    queryFn: ({ signal }) => call(consentApi.list, { params: { id: contactId }, signal }),
  });

/** Notes a consent or its withdrawal; the card and its history are read again. */
export function useChangeConsent(contactId: string) {
  const client = useQueryClient();
  const queryKey = ["contact", "card", contactId];
  return useMutation({
    mutationFn: (body: Request<typeof consentApi.change>["body"]) =>
      call(consentApi.change, { params: { id: contactId }, body }),
    onSuccess: (view) => {
      client.setQueryData(queryKey, (card: ContactView | undefined) => card && { ...card, ...view });
      void client.invalidateQueries({ queryKey });
    },
  });
}
