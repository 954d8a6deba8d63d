import { actionApi } from "./action/action.endpoints.ts";
import { anonymisationApi } from "./anonymisation/anonymisation.endpoints.ts";
import { binApi } from "./bin/bin.endpoints.ts";
import { boardApi } from "./board/board.endpoints.ts";
import { bulkApi } from "./bulk/bulk.endpoints.ts";
import { consentApi } from "./consent/consent.endpoints.ts";
import { contactApi } from "./contact/contact.endpoints.ts";
import { duplicateApi } from "./duplicate/duplicate.endpoints.ts";
import { exportApi } from "./export/export.endpoints.ts";
import { exportTemplateApi } from "./export-template/export-template.endpoints.ts";
import { fileApi } from "./file/file.endpoints.ts";
import { formApi } from "./form/form.endpoints.ts";
import { handoverApi } from "./handover/handover.endpoints.ts";
import { healthApi } from "./health/health.endpoints.ts";
import { homeApi } from "./home/home.endpoints.ts";
import { importApi } from "./import/import.endpoints.ts";
import { installationApi } from "./installation/installation.endpoints.ts";
import { interactionApi } from "./interaction/interaction.endpoints.ts";
import { notificationApi } from "./notification/notification.endpoints.ts";
import { opportunityApi } from "./opportunity/opportunity.endpoints.ts";
import { organisationApi } from "./organisation/organisation.endpoints.ts";
import { pipelineApi } from "./pipeline/pipeline.endpoints.ts";
import { questionApi } from "./question/question.endpoints.ts";
import { reportApi } from "./report/report.endpoints.ts";
import { savedReportApi } from "./saved-report/saved-report.endpoints.ts";
import { selectionApi } from "./selection/selection.endpoints.ts";
import { sessionApi } from "./session/session.endpoints.ts";
import { settingApi } from "./setting/setting.endpoints.ts";
import { submissionApi } from "./submission/submission.endpoints.ts";
import { userApi } from "./user/user.endpoints.ts";
import { validityApi } from "./validity/validity.endpoints.ts";
import { viewApi } from "./view/view.endpoints.ts";

export * from "./action/action.endpoints.ts";
export * from "./action/action.schema.ts";
export * from "./anonymisation/anonymisation.endpoints.ts";
export * from "./audit/audit.schema.ts";
export * from "./bin/bin.endpoints.ts";
export * from "./board/board.endpoints.ts";
export * from "./bulk/bulk.endpoints.ts";
export * from "./bulk/bulk.schema.ts";
export * from "./consent/consent.endpoints.ts";
export * from "./consent/consent.schema.ts";
export * from "./contact/contact.endpoints.ts";
export * from "./contact/contact.fields.ts";
export * from "./contact/contact.filters.ts";
export * from "./contact/contact.schema.ts";
export { jobTitles, wholeNames } from "./contact/export-headers.ts";
export * from "./duplicate/duplicate.endpoints.ts";
export * from "./duplicate/duplicate.schema.ts";
export * from "./export/export.endpoints.ts";
export * from "./export-template/export-columns.ts";
export * from "./export-template/export-template.endpoints.ts";
export * from "./file/file.endpoints.ts";
export * from "./form/form.endpoints.ts";
export * from "./form/form.schema.ts";
export * from "./handover/handover.endpoints.ts";
export * from "./health/health.endpoints.ts";
export * from "./home/home.endpoints.ts";
export * from "./import/import.endpoints.ts";
export * from "./import/import.schema.ts";
export * from "./import/import-reasons.ts";
export * from "./import/text-encodings.ts";
export * from "./installation/installation.endpoints.ts";
export * from "./interaction/interaction.endpoints.ts";
export * from "./interaction/interaction.schema.ts";
export * from "./notification/notification.endpoints.ts";
export * from "./opportunity/opportunity.endpoints.ts";
export * from "./opportunity/opportunity.fields.ts";
export * from "./opportunity/opportunity.filters.ts";
export * from "./opportunity/opportunity.schema.ts";
export * from "./organisation/organisation.endpoints.ts";
export * from "./pipeline/pipeline.endpoints.ts";
export * from "./question/question.endpoints.ts";
export * from "./report/report.endpoints.ts";
export * from "./report/report.schema.ts";
export * from "./report/report-address.ts";
export * from "./report/report-periods.ts";
export * from "./saved-report/saved-report.endpoints.ts";
export * from "./selection/selection.endpoints.ts";
export * from "./session/session.endpoints.ts";
export * from "./session/session.schema.ts";
export * from "./setting/setting.endpoints.ts";
export * from "./shared/endpoint.ts";
export * from "./shared/error.ts";
export * from "./shared/page.ts";
export * from "./shared/permission.ts";
export * from "./submission/submission.endpoints.ts";
export * from "./submission/submission.fields.ts";
export * from "./submission/submission.schema.ts";
export * from "./user/user.endpoints.ts";
export * from "./user/user.schema.ts";
export * from "./validity/validity.endpoints.ts";
export * from "./view/view.endpoints.ts";

/** Every endpoint, by noun and verb: what the access matrix test, the OpenAPI check and the contract fuzz walk through. */
export const api = {
  action: actionApi,
  anonymisation: anonymisationApi,
  bin: binApi,
  board: boardApi,
  consent: consentApi,
  bulk: bulkApi,
  contact: contactApi,
  duplicate: duplicateApi,
  export: exportApi,
  exportTemplate: exportTemplateApi,
  file: fileApi,
  form: formApi,
  handover: handoverApi,
  health: healthApi,
  home: homeApi,
  import: importApi,
  installation: installationApi,
  interaction: interactionApi,
  notification: notificationApi,
  opportunity: opportunityApi,
  organisation: organisationApi,
  pipeline: pipelineApi,
  question: questionApi,
  report: reportApi,
  savedReport: savedReportApi,
  selection: selectionApi,
  session: sessionApi,
  setting: settingApi,
  submission: submissionApi,
  user: userApi,
  view: viewApi,
  validity: validityApi,
};
