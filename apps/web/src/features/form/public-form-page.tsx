import { useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { IconCheck, IconInboxOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useParams } from "react-router";
import { ApiError } from "../../lib/api.ts";
import { ErrorState } from "../../ui/states.tsx";
import { publicForm, useSendAnswers } from "./form.queries.ts";
import classes from "./public-form.module.css";
import { type Filled, PublicForm } from "./public-form.tsx";

/** /f/…: a form as anybody fills it in, without an account and without what surrounds the other screens. */
export function PublicFormPage() {
  const { slug = "" } = useParams();
  return (
    <main className={classes["page"]}>
      <div className={classes["sheet"]}>
        <Content key={slug} slug={slug} />
      </div>
    </main>
  );
}

function Content({ slug }: { slug: string }) {
  const { t } = useLingui();
  const { data: form, error, isPending, refetch } = useQuery(publicForm(slug));
  const sending = useSendAnswers(slug);
  // Sent twice, it is one answer; another answer is another one.
  const [key, setKey] = useState(newKey);
  const [end, setEnd] = useState<"closed" | { thanks: string } | null>(null);
  useVisitorTitle(form?.title);

  async function send(filled: Filled) {
    if (!form) return;
    try {
      const { thanks, redirectUrl } = await sending.mutateAsync({
        ...{ ...filled, version: form.version, page: pageOf(), key },
      });
      if (redirectUrl) return await leaveFor(redirectUrl);
      setEnd({ thanks });
    } catch (refusal) {
      if (!isClosed(refusal)) throw refusal;
      setEnd("closed");
    }
  }
  function answerAgain() {
    setKey(newKey());
    setEnd(null);
    requestAnimationFrame(() => document.querySelector<HTMLElement>("form :is(input, textarea)")?.focus());
  }
  if (isPending)
    return (
      <div className={classes["form"]} role="status" aria-label={t`Chargement…`}>
        <Skeleton height={28} width="60%" />
        {[...Array(4).keys()].map((line) => (
          <Skeleton key={line} height={36} />
        ))}
      </div>
    );
  if (end === "closed" || isClosed(error))
    return (
      <Told title={t`Ce formulaire est fermé`} kind="closed">
        <p>{t`Il n’accepte plus de réponses. Adressez-vous à la personne qui vous a donné ce lien.`}</p>
      </Told>
    );
  if (!form)
    return error instanceof ApiError && (error.status === 404 || error.status === 422) ? (
      <Told title={t`Ce formulaire n’existe pas`} kind="closed">
        <p>{t`Vérifiez l’adresse, ou demandez-la de nouveau à la personne qui vous l’a donnée.`}</p>
      </Told>
    ) : (
      <ErrorState error={error} title={t`Impossible d’afficher ce formulaire`} onRetry={() => void refetch()} />
    );
  if (end)
    return (
      <Told title={t({ message: "Merci", context: "to a visitor" })} kind="sent">
        <p>{end.thanks || t`Votre réponse a bien été envoyée.`}</p>
        <Button variant="subtle" onClick={answerAgain}>{t`Envoyer une autre réponse`}</Button>
      </Told>
    );
  return <PublicForm form={form} onSend={send} />;
}

/** Nobody guesses it; a page that is not served over https has no `randomUUID`. */
const newKey = () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");

const isClosed = (error: unknown) => error instanceof ApiError && error.body.code === "FORM_CLOSED";

/** Where the visitor came from, else the page itself. */
const pageOf = () => (document.referrer || window.location.href).slice(0, 2000);

/** The button goes on turning until the other page is there. */
function leaveFor(address: string): Promise<never> {
  window.location.assign(address);
  return new Promise(() => undefined);
}

/** A visitor knows the form, not the application. */
function useVisitorTitle(title: string | undefined): void {
  const { t } = useLingui();
  const name = title || t`Formulaire`;
  useEffect(() => {
    document.title = name;
  }, [name]);
}

/** Instead of the form: what became of it. Takes the focus, so that it is read. */
function Told({ title, kind, children }: { title: string; kind: "sent" | "closed"; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className={classes["told"]}>
      <span className={classes["mark"]} data-kind={kind} aria-hidden>
        {kind === "sent" ? <IconCheck size={24} /> : <IconInboxOff size={24} stroke={1.6} />}
      </span>
      <h1 className={classes["title"]}>{title}</h1>
      {children}
    </div>
  );
}
