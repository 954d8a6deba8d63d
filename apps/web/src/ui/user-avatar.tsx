import { useEffect, useState } from "react";
import { initials } from "../lib/format.ts";
import classes from "./user-avatar.module.css";

/** Fetches the bytes of a photo; set once by the application, as files need the session. */
type PhotoLoader = (photoId: string) => Promise<Blob>;
let loadPhoto: PhotoLoader | null = null;
export const setPhotoLoader = (loader: PhotoLoader) => {
  loadPhoto = loader;
};

const urls = new Map<string, Promise<string>>();

function photoUrl(photoId: string): Promise<string> | null {
  if (!loadPhoto) return null;
  const known = urls.get(photoId) ?? loadPhoto(photoId).then((blob) => URL.createObjectURL(blob));
  urls.set(photoId, known);
  known.catch(() => urls.delete(photoId));
  return known;
}

interface Props {
  name: string;
  photoId?: string | null | undefined;
  size?: 20 | 24 | 28 | 32 | 40 | 56;
}

/** A person's photo, or initials on a hue that stays theirs. Decoration: the name is always written beside it. */
export function UserAvatar({ name, photoId, size = 24 }: Props) {
  const [photo, setPhoto] = useState<{ id: string; url: string } | null>(null);
  useEffect(() => {
    let gone = false;
    if (photoId)
      photoUrl(photoId)?.then(
        (url) => !gone && setPhoto({ id: photoId, url }),
        () => undefined,
      );
    return () => {
      gone = true;
    };
  }, [photoId]);
  const shown = photo !== null && photo.id === photoId;
  const hue = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span
      className={classes["avatar"]}
      style={{ "--size": `${size}px`, "--hue": hue } as React.CSSProperties}
      // Drawn, not written: two letters that nobody hears, searches or copies with a row.
      data-initials={shown ? undefined : initials(name)}
      aria-hidden
    >
      {shown && <img src={photo.url} alt="" width={size} height={size} />}
    </span>
  );
}
