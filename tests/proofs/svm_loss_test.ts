import { proven } from "./proven.ts";

proven("svm-loss");
