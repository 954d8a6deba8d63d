import { Skeleton } from "@mantine/core";
import classes from "./report-widget.module.css";

/** The content of a widget at the size of what comes. */
export const WidgetSkeleton = ({ height }: { height: number }) => (
  <div className={classes["wait"]} aria-hidden>
    <Skeleton height={height - 32} />
  </div>
);
