const paths = {
  run: <path d="M4.5 2.8v10.4L13 8z" fill="currentColor" />,
  stop: <rect x="3.5" y="3.5" width="9" height="9" rx="1.5" fill="currentColor" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1v1.6M8 13.4V15M15 8h-1.6M2.6 8H1M12.9 3.1l-1.1 1.1M4.2 11.8l-1.1 1.1M12.9 12.9l-1.1-1.1M4.2 4.2 3.1 3.1" />
    </>
  ),
  moon: <path d="M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z" />,
  chevron: <path d="m4 6 4 4 4-4" />,
  check: <path d="m3.2 8.4 3.2 3.2 6.4-7" />,
  cross: <path d="m4 4 8 8M12 4l-8 8" />,
  warn: <path d="M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.4v.2" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>
  ),
  download: <path d="M8 2v8M4.8 7.2 8 10.4l3.2-3.2M2.5 13.5h11" />,
  wrap: <path d="M2 3.5h12M2 8h9.5a2.5 2.5 0 0 1 0 5H8m1.8-2L7.8 13l2 2M2 13h3" />,
  reset: <path d="M3 3v3.6h3.6M3.3 6.5A5.5 5.5 0 1 1 2.5 9" />,
  down: <path d="M8 2.5v11M3.5 9 8 13.5 12.5 9" />,
  settings: <path d="M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7M9 2.8v3.4M12.5 2.8v3.4M3.5 9.8v3.4M7 9.8v3.4M9 2.8h3.5v3.4H9zM3.5 9.8H7v3.4H3.5z" />,
};

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round">
      {paths[name]}
    </svg>
  );
}
