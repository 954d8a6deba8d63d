import { useLingui } from "@lingui/react/macro";
import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import classes from "./page.module.css";

/** Names the tab « Contacts · Hélium CRM ». */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Hélium CRM`;
  }, [title]);
}

interface PageProps {
  children: ReactNode;
  /** "fill": the page is as high as the window and its list scrolls; "narrow": a form; "wide" (default). */
  layout?: "fill" | "narrow" | "wide";
}

export function Page({ children, layout = "wide" }: PageProps) {
  return (
    <div className={classes["page"]} data-layout={layout}>
      {children}
    </div>
  );
}

interface PageHeaderProps {
  title: string;
  /** Beside the title: « 10 000+ ». */
  count?: string | undefined;
  /** Under the title. */
  subtitle?: ReactNode;
  /** Buttons on the right; the main one last. */
  actions?: ReactNode;
  /** The list this page comes from. */
  back?: { to: string; label: string };
  /** Before the title: an avatar. */
  media?: ReactNode;
}

/** The head of every page: its only h1, its number of rows, its actions. Names the browser tab too. */
export function PageHeader({ title, count, subtitle, actions, back, media }: PageHeaderProps) {
  const { t } = useLingui();
  useDocumentTitle(title);
  return (
    <header className={classes["header"]}>
      {media}
      <div className={classes["heading"]}>
        {back && (
          <Link className={classes["back"]} to={back.to} aria-label={t`Retour : ${back.label}`}>
            <IconArrowLeft size={14} aria-hidden />
            {back.label}
          </Link>
        )}
        <h1 className={classes["title"]}>
          {title}
          {count !== undefined && <span className={classes["count"]}>{count}</span>}
        </h1>
        {subtitle && <div className={classes["subtitle"]}>{subtitle}</div>}
      </div>
      {actions && <div className={classes["actions"]}>{actions}</div>}
    </header>
  );
}
