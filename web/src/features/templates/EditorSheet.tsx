// The fields in hand as a sheet, where there is no room for them beside the outline.

import { Sheet } from "../../ui/Dialog.tsx";
import Editor, { type EditorProps } from "./Editor.tsx";

interface EditorSheetProps extends EditorProps {
  title: string;
  onClose: () => void;
}

export default function EditorSheet({ title, onClose, ...editor }: EditorSheetProps) {
  return (
    <Sheet title={title} isOpen onClose={onClose}>
      <Editor {...editor} />
    </Sheet>
  );
}
