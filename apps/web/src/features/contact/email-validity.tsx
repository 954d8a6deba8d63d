import type { ContactRow } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { IconAlertCircle, IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import classes from "./contact.module.css";

type Validity = ContactRow["emailValidity"];

/** Guide 2.1: « valide, non valide, non vérifié ». */
export const validityLabels: Record<Validity, MessageDescriptor> = {
  valid: msg`Valide`,
  invalid: msg`Non valide`,
  unverified: msg`Non vérifié`,
};
const icons = { valid: IconCircleCheck, invalid: IconAlertCircle, unverified: IconCircleDashed };

export function EmailValidity({ validity }: { validity: Validity }) {
  const { i18n } = useLingui();
  const Icon = icons[validity];
  return (
    <span className={classes["validity"]} data-validity={validity}>
      <Icon size={14} aria-hidden />
      {i18n._(validityLabels[validity])}
    </span>
  );
}
