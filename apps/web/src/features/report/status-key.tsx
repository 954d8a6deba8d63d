import type { OpportunityStatus } from "@crm/contract";
import type { ReactNode } from "react";
import classes from "./report.module.css";

/** The words of a status beside its colour. */
export const StatusKey = ({ status, children }: { status: OpportunityStatus; children: ReactNode }) => (
  <span className={`${classes["status"]} ${classes["key"]}`} data-status={status}>
    {children}
  </span>
);
