import type { ImportRule } from "@crm/contract";
import { fold } from "@crm/fields";

/** Places abroad whose postal codes have four figures, as French files name them without their country. */
const placesAbroad = new Set(
  `bruxelles,brussels,brussel,bruges,brugge,gand,gent,anvers,antwerpen,liege,namur,charleroi,mons,louvain,louvain-la-neuve,wavre,waterloo,
  tournai,mouscron,arlon,verviers,nivelles,la louviere,luxembourg,esch-sur-alzette,differdange,dudelange,geneve,carouge,lausanne,nyon,vevey,
  montreux,fribourg,neuchatel,la chaux-de-fonds,sion,sierre,martigny,yverdon-les-bains,bienne,delemont,berne,bern,bale,basel,zurich,
  lucerne,lugano,saint-gall,winterthour,amsterdam,rotterdam,copenhague,vienne,salzbourg,oslo,budapest,tunis,sousse,sfax`
    .split(",")
    .map((name) => name.trim()),
);
const france = new Set(["", "france", "fr", "fra", "france metropolitaine", "republique francaise"]);
const foreignPhone = /^\+(?!33|590|594|596|262)/;

/**
 * A postal code as it was before a spreadsheet took it for a number: « 1000 » of Bourg-en-Bresse is 01000. Four figures are a
 * French code (01 to 09) unless the country, the city or a phone number tells of another country; where no country is said
 * and the city or the phone tells otherwise, they stay, and that is told. What is stored and only lacks its zero stays.
 */
export function mendPostalCode(of: {
  postalCode: string;
  /** Of the record as it is; empty: none. */
  stored: string;
  country: string;
  city: string;
  phones: string[];
}): { postalCode: string; rule: ImportRule | null } {
  const { postalCode, stored, country } = of;
  const as = (code: string, rule: ImportRule | null) => ({ postalCode: code, rule });
  if (!/^[1-9]\d{3}$/.test(postalCode)) return as(postalCode, null);
  const mended = `0${postalCode}`;
  if (stored === mended) return as(mended, "postalCodeMended");
  const said = fold(country)
    .replace(/[.\s]+/g, " ")
    .trim();
  if (!france.has(said)) return as(postalCode, null);
  const elsewhere =
    said === "" && (placesAbroad.has(fold(of.city)) || of.phones.some((phone) => foreignPhone.test(phone)));
  return elsewhere ? as(postalCode, "postalCodeShort") : as(mended, "postalCodeMended");
}
