import { fieldOf, hasButton, hasHeading } from './portal-page.js';
import { t } from './texts.js';

/** Where in Digdir's guide this page is, and what comes next, in words. The first that fits. @returns {string} */
export function nextThing() {
  if (fieldOf('keyField')) return t('step.key');
  if (hasHeading('addMaskinportenClient') || fieldOf('displayName')) return t('step.client');
  if (hasHeading('addClient')) return t('step.kind');
  if (hasHeading('addScopes') || hasButton('submit')) return t('step.scopes');
  if (hasHeading('keySection') && hasButton('add')) return t('step.addKey');
  if (hasHeading('scopesTab') && hasButton('add')) return t('step.addScopes');
  if (hasButton('keySection') && hasButton('scopesTab')) return t('step.sections');
  if (hasButton('createClient')) return t('step.create');
  if (hasButton('ownOrganisation') || hasButton('syntheticOrganisation')) return t('step.logIn');
  return t('step.unknown');
}
