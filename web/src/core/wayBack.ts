// Where one was going, kept while another site asks who one is.

const NAME = "onward.next";

export const wayBack = {
  set(address: string): void {
    try {
      sessionStorage.setItem(NAME, address);
    } catch {
      // One then comes out at the first page.
    }
  },
  /** Once; empty when there is none. */
  take(): string {
    try {
      const address = sessionStorage.getItem(NAME) ?? "";
      sessionStorage.removeItem(NAME);
      return address;
    } catch {
      return "";
    }
  },
};
