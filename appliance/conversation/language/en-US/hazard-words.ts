/** How people say that the air makes them ill. */
export const SICK =
  '(dizzy|dizziness|lightheaded|light headed|headache|headaches|head hurts|head aches|head is pounding|nauseous|nausea|nauseated|throwing up|vomiting|passed out|passing out|fainted|fainting|feel faint|feeling faint|woozy|disoriented|feels sick|feel sick|feeling sick|got sick|getting sick|sick to (my|our|her|his) stomach|sleepy and|confused|foggy|weak and)';
