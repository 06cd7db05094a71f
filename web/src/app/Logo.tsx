/** The mark of the product: a seal with a check. */
export function Logo() {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className="size-7 shrink-0">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <g className="fill-none stroke-on-accent" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M16 6l8 4.600v10.800L16 26l-8-4.600V10.600z" />
        <path d="M12 16.200l3 3 5.500-6" />
      </g>
    </svg>
  );
}
