import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { z } from "zod";

/** What the address of the list says. A part that nobody can read is as if it were not there. */
const Address = z.object({
  search: z.string().max(200).catch(""),
  active: z.enum(["true", "false"]).nullable().catch(null),
});
type UserAddress = z.output<typeof Address>;

const read = (params: URLSearchParams): UserAddress => Address.parse(Object.fromEntries(params));
const write = (address: UserAddress) =>
  Object.fromEntries(Object.entries(address).flatMap(([name, value]) => (value ? [[name, value]] : [])));

/** The list's address, and what changes parts of it. `replace`: no new step for the back button, as while typing. */
export function useUserAddress() {
  const [params, setParams] = useSearchParams();
  const address = useMemo(() => read(params), [params]);
  return {
    address,
    change: (part: Partial<UserAddress>, { replace = false } = {}) =>
      setParams((current) => write({ ...read(current), ...part }), { replace }),
    clear: () => setParams({}),
  };
}
