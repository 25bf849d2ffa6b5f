// What the tests act on: the live server that ONWARD_TEST_URL names, and a customer of each test's own.

import { createOnward, type Customer, type OnwardOptions } from "@onward/client";

export const baseUrl = address();
export const tenant = "acme";
export const onward = onwardWith({});

export function onwardWith(options: OnwardOptions) {
  return createOnward({ baseUrl, tenant, ...options });
}

export function newCustomer(name = "Initech"): Promise<Customer> {
  return onward.customers.createCustomer({ name });
}

export async function templateNamed(name: string) {
  for await (const template of onward.templates.eachTemplate()) {
    if (template.name === name) return template;
  }
  throw new Error(`no template is named ${name}`);
}

function address(): string {
  const url = process.env["ONWARD_TEST_URL"];
  if (url === undefined) throw new Error("ONWARD_TEST_URL must name a live server");
  return url;
}
