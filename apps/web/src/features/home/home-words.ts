import type { HomeWidget } from "@crm/contract";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What each widget is called where one chooses them. */
export const widgetLabels: Record<HomeWidget, MessageDescriptor> = {
  toDo: msg`To do list`,
  pipeline: msg`Mes opportunités ouvertes`,
  stale: msg`Opportunités en sommeil`,
  changes: msg`Depuis votre dernière visite`,
  contacts: msg`Contacts enregistrés récemment`,
  submissionStats: msg`Statistiques enregistrements`,
  submissions: msg`Enregistrements récents`,
  opportunities: msg`Opportunités récentes`,
  funnel: msg`Entonnoir des ventes`,
  forecast: msg`Prévisions`,
  activity: msg`Activité de la semaine`,
  results: msg`Résultats du mois par utilisateur`,
  lostReasons: msg`Motifs de perte`,
};
