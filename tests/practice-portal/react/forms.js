/**
 * Takes the place of each form of the practice portal with one whose fields React controls: what stands in a field
 * is what React's state says, and what is sent is that state. A value that React did not hear of is lost at the
 * next drawing.
 */
import { createElement as h, useId, useState } from 'react';
import { createRoot } from 'react-dom/client';

for (const form of document.querySelectorAll('main form.form')) {
  const host = document.createElement('div');
  form.replaceWith(host);
  createRoot(host).render(h(Form, { form }));
}

function Form({ form }) {
  const [values, setValues] = useState(() => Object.fromEntries(fieldsOf(form).map(({ name, value }) => [name, value])));
  const change = (name, value) => setValues((before) => ({ ...before, [name]: value }));
  const send = (event) => {
    event.preventDefault();
    for (const field of fieldsOf(form)) {
      if (field.choice) field.element.checked = values[field.name];
      else field.element.value = values[field.name];
    }
    // The server's own form goes off unseen, with what React knows.
    form.hidden = true;
    document.body.append(form);
    form.submit();
  };
  return h('form', { className: 'form', onSubmit: send },
    fieldsOf(form).map((field) => h(field.choice ? Choice : Field, { key: field.name, field, value: values[field.name], change })),
    h('div', { className: 'buttons' },
      h('button', { className: 'primary', type: 'submit' }, form.querySelector('button').textContent)));
}

function Field({ field, value, change }) {
  const id = useId();
  return h('div', { className: 'field' },
    h('label', { htmlFor: id }, field.label),
    h(field.element.tagName.toLowerCase(), {
      id, value, rows: field.element.rows, type: field.element.type === 'text' ? 'text' : undefined,
      onChange: (event) => change(field.name, event.target.value),
    }));
}

function Choice({ field, value, change }) {
  return h('label', { className: 'check' },
    h('input', { type: 'checkbox', checked: value, onChange: (event) => change(field.name, event.target.checked) }),
    h('span', {}, field.label));
}

function fieldsOf(form) {
  return [...form.querySelectorAll('input, textarea')].map((element) => {
    const choice = element.type === 'checkbox';
    return {
      element, choice, name: element.id, value: choice ? element.checked : element.value,
      label: form.querySelector(`label[for="${CSS.escape(element.id)}"]`)?.textContent ?? '',
    };
  });
}
