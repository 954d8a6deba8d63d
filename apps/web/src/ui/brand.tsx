import classes from "./brand.module.css";

/** The mark of the product and its name. */
export function Brand({ compact }: { compact?: boolean }) {
  return (
    <span className={classes["brand"]}>
      <img src="/icon.svg" alt="" width={24} height={24} />
      {!compact && <span className={classes["name"]}>Hélium</span>}
    </span>
  );
}
