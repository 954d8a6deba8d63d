import { Link } from "react-router";
import classes from "./see-all.module.css";

/** From a part of a list on another screen to the whole of it. */
export const SeeAll = ({ to, label }: { to: string; label: string }) => (
  <Link to={to} className={classes["all"]}>
    {label}
  </Link>
);
