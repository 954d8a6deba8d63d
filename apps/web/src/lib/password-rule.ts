import { msg } from "@lingui/core/macro";

/** What a new password is to be, beside its field: what the contract asks, and what the server alone can tell. */
export const passwordRule = msg`12 caractères au moins ; ni mot de passe courant, ni nom ou e-mail de la personne. Une phrase est facile à retenir.`;
