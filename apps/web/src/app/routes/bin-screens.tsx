import { CertificateList } from "../../features/anonymisation/certificate-list.tsx";
import { BinPage } from "../../features/bin/bin-page.tsx";
import { useMe } from "../../features/session/session.queries.ts";

/** The bin; certificates of anonymisation only for who sets the delays. */
export function Bin() {
  const admin = useMe().permissions.includes("setting:write");
  return <BinPage canPurge={admin} anonymisations={admin ? <CertificateList /> : undefined} />;
}
