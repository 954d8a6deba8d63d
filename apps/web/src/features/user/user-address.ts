import { z } from "zod";
import { useAddress } from "../../lib/address.ts";

/** What the address of the list says. A part that nobody can read is as if it were not there. */
const Address = z.object({
  search: z.string().max(200).catch(""),
  active: z.enum(["true", "false"]).nullable().catch(null),
});
type UserAddress = z.output<typeof Address>;

const read = (params: URLSearchParams): UserAddress => Address.parse(Object.fromEntries(params));
const write = (address: UserAddress) =>
  Object.fromEntries(Object.entries(address).flatMap(([name, value]) => (value ? [[name, value]] : [])));

export const useUserAddress = () => useAddress(read, write);
