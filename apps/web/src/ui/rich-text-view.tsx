import classes from "./rich-text.module.css";

/** Shows HTML that the API sanitised on its way in. Never give it anything else. */
export function RichTextView({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: every stored HTML is sanitised by the API on its way in.
  return <div className={classes["content"]} dangerouslySetInnerHTML={{ __html: html }} />;
}
