import { Component, type ReactNode, Suspense } from "react";
import { chunkFailure, isChunkFailure } from "../lib/chunk-failure.ts";

interface Props {
  /** Shown until the part is there, and in its place when it can't be fetched. */
  fallback?: ReactNode;
  children: ReactNode;
}

/** Around what `lazy` brings: when its file can't be fetched, the screen stays as it is, and the bar says so. */
export class LazyPart extends Component<Props, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };
  static getDerivedStateFromError = (error: Error) => ({ error });
  override componentDidCatch(error: Error) {
    if (isChunkFailure(error)) chunkFailure.tell();
  }
  override render() {
    const { fallback, children } = this.props;
    const { error } = this.state;
    if (error === null) return <Suspense fallback={fallback}>{children}</Suspense>;
    if (!isChunkFailure(error)) throw error;
    return fallback;
  }
}
