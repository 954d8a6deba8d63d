export interface Mail {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Files that come with it. */
  attachments?: { filename: string; contentType: string; content: Buffer }[];
}

/** Hands messages to a carrier. */
export interface Mailer {
  /** Resolves to the carrier's own id of the message; rejects when the carrier refuses or cannot be reached. */
  send(mail: Mail): Promise<string>;
}
