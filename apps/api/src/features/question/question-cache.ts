import type { RecordName } from "@crm/fields";
import type { EventBus } from "../../ports/event-bus.ts";
import type { StoredQuestion } from "./question.view.ts";

/** How long questions are believed without a look at the database, should a message be lost. */
const believedFor = 5_000;

interface Memory {
  entries: Map<RecordName, { questions: StoredQuestion[]; until: number }>;
  /** Counts what was forgotten: a read that was under way meanwhile is not kept. */
  forgotten: number;
}

/** One memory per process; per application in tests, which open several. */
const memories = new WeakMap<EventBus, Memory>();

function memoryOf(events: EventBus): Memory {
  const known = memories.get(events);
  if (known) return known;
  const memory: Memory = { entries: new Map(), forgotten: 0 };
  memories.set(events, memory);
  events.subscribe((message) => {
    const { questions } = message as { questions?: RecordName };
    if (questions) forget(memory, questions);
  });
  return memory;
}

function forget(memory: Memory, record: RecordName): void {
  memory.forgotten++;
  memory.entries.delete(record);
}

/** The questions of a record from memory, else as `load` reads them. */
export async function remembered(
  events: EventBus,
  record: RecordName,
  load: () => Promise<StoredQuestion[]>,
): Promise<StoredQuestion[]> {
  const memory = memoryOf(events);
  const entry = memory.entries.get(record);
  if (entry && entry.until > Date.now()) return entry.questions;
  const { forgotten } = memory;
  const questions = await load();
  if (forgotten === memory.forgotten) memory.entries.set(record, { questions, until: Date.now() + believedFor });
  return questions;
}

/** Forgets here and now; other processes hear of it by the message that the change published. */
export const forgetQuestions = (events: EventBus, record: RecordName): void => forget(memoryOf(events), record);
