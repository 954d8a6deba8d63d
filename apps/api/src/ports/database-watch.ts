/** Whether the database answers: asked again and again, over connections of its own. */
export interface DatabaseWatch {
  away(): boolean;
  /** Calls `act` whenever the database is found away. */
  whenAway(act: () => void): void;
  close(): Promise<void>;
}
